package prometheus

// What may be shown although an answer is not whole.

import (
	"errors"
	"slices"
	"strings"
)

// Shown turns an answer that Prometheus itself calls incomplete into a remark on what is shown; other errors stay.
// What is wrong with one part of an answer does not hide that another part failed outright.
func Shown(err error) (remark string, _ error) {
	if err == nil {
		return "", nil
	}
	if worse := first(err); worse != nil {
		return "", worse
	}
	var told []string
	for _, one := range strings.Split(err.Error(), "\n") {
		if !slices.Contains(told, one) { // several questions may have met the same
			told = append(told, one)
		}
	}
	return strings.Join(told, " "), nil
}

// first is the first of several errors that makes an answer unusable; nil where all say that it is incomplete. One is
// enough: when Prometheus is away, every part of an answer says so.
func first(err error) error {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		// The client's own errors have two reasons, but are one.
		if _, single := several.(*Error); !single {
			for _, one := range several.Unwrap() {
				if worse := first(one); worse != nil {
					return worse
				}
			}
			return nil
		}
	}
	if errors.Is(err, ErrPartial) {
		return nil
	}
	return err
}
