package agent

import "context"

// Web opens pages of the web. It is safe for concurrent use. An error that the model may be told of is an *UnreadableError; others are faults.
type Web interface {
	Open(ctx context.Context, url string) (WebPage, error)
}

// WebPage is a page of the web as plain text. URL is where it was found in the end.
type WebPage struct{ URL, Title, Text string }

// UnreadableError says that an address gives no page. Reason is fit to be told to a model: it says nothing of names, addresses or networks that it did not say itself.
type UnreadableError struct {
	Reason    string
	Forbidden bool // by our own rules: to ask for it was a mistake
	Err       error
}

func (e *UnreadableError) Error() string { return e.Reason + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *UnreadableError) Unwrap() error { return e.Err }
