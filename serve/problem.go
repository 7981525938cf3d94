package serve

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"infoseek"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// problem is an error that the client is told in full: it is about the request.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

func badRequest(format string, args ...any) error {
	return &problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// problemOf finds what the client is told of an error. Causes on our side are told to the log alone.
func problemOf(err error) *problem {
	var p *problem
	var big *http.MaxBytesError
	var missing *infoseek.NotFoundError
	var fault *infoseek.Fault
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &big):
		return &problem{http.StatusRequestEntityTooLarge, fmt.Sprintf("the body is larger than %d bytes", big.Limit)}
	case errors.As(err, &missing):
		return &problem{http.StatusNotFound, missing.Error()}
	case errors.Is(err, os.ErrDeadlineExceeded) && !errors.Is(err, context.DeadlineExceeded):
		return &problem{http.StatusRequestTimeout, "the body did not come in time"}
	case errors.Is(err, context.DeadlineExceeded):
		return &problem{http.StatusServiceUnavailable, "the answer took too long"}
	case errors.Is(err, context.Canceled):
		return &problem{http.StatusServiceUnavailable, "the request was cancelled"}
	case errors.As(err, &fault) && fault.Boundary == infoseek.BoundaryModel:
		return &problem{http.StatusBadGateway, "the model did not answer"}
	}
	return &problem{http.StatusInternalServerError, "internal error"}
}

// badJSON says what is wrong with a body.
func badJSON(err error) error {
	var semantic *json.SemanticError
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.As(err, &syntactic):
		return badRequest("the body is no JSON at byte %d: %v", syntactic.ByteOffset, syntactic.Err)
	case errors.As(err, &semantic) && errors.Is(err, json.ErrUnknownName):
		return badRequest("the body: unknown field %s", semantic.JSONPointer)
	case errors.As(err, &semantic) && semantic.JSONPointer != "":
		return badRequest("the body: %s: a %v does not go there", semantic.JSONPointer, semantic.JSONKind)
	case errors.As(err, &semantic):
		return badRequest("the body must be a JSON object")
	}
	return badRequest("the body is no JSON object")
}
