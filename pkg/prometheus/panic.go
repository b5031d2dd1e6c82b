package prometheus

// What becomes of a question on whose answer the program itself fails.

import (
	"fmt"
	"runtime/debug"
)

// Panic is a fault of the program that one question met.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string {
	return fmt.Sprintf("Yardstick itself failed on this: %v. Everything else goes on; please report it with what the log says of it", p.Value)
}

// Guarded makes a panic an error for whoever asked. In a goroutine of its own it would end the process, and with it the
// answers of all data sources: who handles requests recovers what happens in their own only.
func Guarded(do func() error) func() error {
	return func() (err error) {
		defer func() {
			if value := recover(); value != nil {
				err = &Panic{value, debug.Stack()}
			}
		}()
		return do()
	}
}

// GuardedAnswer is Guarded for what has an answer.
func GuardedAnswer[T any](do func() (T, error)) func() (T, error) {
	return func() (answer T, err error) {
		err = Guarded(func() (err error) {
			answer, err = do()
			return err
		})()
		return answer, err
	}
}
