package plugin

import (
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/yardstick-baselines/yardstick/pkg/store"
)

// Who may do what? Grafana lets everybody who may query a data source call its
// resources, so what changes the store is checked here (design 5.2).

// role is a person's role in the organisation, in ascending order of power.
type role int

const (
	nobody role = iota
	viewer
	editor
	admin
)

func (r role) String() string { return [...]string{"None", "Viewer", "Editor", "Admin"}[r] }

// roleOf reads the role that Grafana sends with every request. Without a user,
// or with a role that we do not know, nothing is allowed.
func roleOf(user *backend.User) role {
	if user == nil {
		return nobody
	}
	for r := viewer; r <= admin; r++ {
		if user.Role == r.String() {
			return r
		}
	}
	return nobody
}

// anonymous is who acts without signing in, where Grafana's settings give such people a role.
const anonymous = "anonymous"

// authorOf is the name under which a person's decisions are kept. Of what the learner made by itself nobody is the author:
// it goes when it is old, and a person may have that name.
func authorOf(user *backend.User) string {
	switch user.Login {
	case "":
		return anonymous
	case store.Learner:
		return user.Login + " (a person)"
	}
	return user.Login
}

// forbidden is a request that the person's role does not allow.
type forbidden struct{ need, have role }

func (f forbidden) Error() string {
	return fmt.Sprintf("this needs the role %s in the organisation, you have %s", f.need, f.have)
}

func allow(user *backend.User, need role) error {
	if have := roleOf(user); have < need {
		return forbidden{need, have}
	}
	return nil
}
