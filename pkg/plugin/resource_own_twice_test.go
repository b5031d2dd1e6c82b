package plugin

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// together keeps definitions only when two have come so far.
type together struct {
	store.Store
	both sync.WaitGroup
}

func (s *together) PutOwn(ctx context.Context, source string, o store.OwnOperations, action string, fits store.OwnCheck) (store.OwnOperations, bool, error) {
	s.both.Done()
	s.both.Wait()
	return s.Store.PutOwn(ctx, source, o, action, fits)
}

// Two tabs, two replicas, or a second click before the first has been answered.
func TestTheSameIsDefinedOnceThoughTwoDefineItAtOnce(t *testing.T) {
	s := &together{Store: emptyStore(t)}
	s.both.Add(2)
	d, context := datasource(t, shop(t), s, `{"systems":["kgas"]}`)
	var all sync.WaitGroup
	answers := make(chan string, 2)
	for range 2 {
		all.Go(func() {
			status, answer := call(t, d, as(context, "Editor"), http.MethodPost, "own", `{"definition":`+shopDefinition+`}`)
			answers <- fmt.Sprint(status, " ", answer)
		})
	}
	all.Wait()
	said := []string{<-answers, <-answers}
	slices.Sort(said)
	require.Contains(t, said[0], "200 ")
	require.Equal(t, `400 {"error":"the same is learned by \"Requests\" already: change that one, or choose other labels or matchers"}`, said[1])
	kept, err := s.Own(t.Context(), "1/yardstick")
	require.NoError(t, err)
	require.Len(t, kept, 1)
}
