package plugin

import (
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
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
