package train

import (
	"errors"
	"fmt"
	"strings"
)

// NotFiniteError says that a loss or gradient is NaN or infinite. Nothing was changed by it: the checkpoint before stays good.
type NotFiniteError struct {
	What  string
	Value float64
	Names []string // the examples it came of
}

func (e *NotFiniteError) Error() string {
	of := ""
	if len(e.Names) > 0 {
		of = " of " + strings.Join(e.Names, ", ")
	}
	return fmt.Sprintf("train: the %s%s is %v", e.What, of, e.Value)
}

// blame names the examples of a step in an error that names none.
func blame(err error, of []Example) error {
	var broken *NotFiniteError
	if errors.As(err, &broken) && len(broken.Names) == 0 {
		for _, e := range of {
			broken.Names = append(broken.Names, e.ID)
		}
	}
	return err
}
