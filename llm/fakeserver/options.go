package fakeserver

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"time"

	"infoseek"
)

// Options say how the server behaves. The zero value answers at once, never fails, and knows every form of response_format.
type Options struct {
	Seed uint64
	// Name is the model's, Context its length in tokens, 0 for one that the server does not tell.
	Name    string
	Context int
	// Key, if set, is asked for as bearer token.
	Key string
	// Answer says what the model says; nil, or an empty text, is a value that fits the request's schema, drawn by chance, or some words where there is none.
	Answer func(Request) string
	// Calls says which of the tools that are offered the model calls; where it names none the model answers. A call without id gets one. Nil is one call of the first tool, without arguments.
	Calls func(Request) []infoseek.ToolCall
	// Miscite is the same for answers that end by WrongCitation: of the right form, but not borne out by what they cite.
	Miscite func(Request) string
	Faults  Faults
	// Tokens counts the tokens of a prompt's texts; nil counts words. An answer's are its words.
	Tokens func(text string) int
	// Latency is how long an answer takes.
	Latency Latency
	// Formats are the types of response_format that the server takes: json_schema, json_object_schema, json_object; nil is all. Others get status 500 from a server that knows json_object_schema, as from
	// llama.cpp's Python server, and status 400 from the rest.
	Formats []string
	// RetryAfter is what a 429 asks for; zero: it does not say.
	RetryAfter time.Duration
}

// Request is what the server was asked.
type Request struct {
	Model        string
	System, User string // the system text and the last message
	Task         string // the first message that is no system text
	Messages     int
	Said         int             // messages of the assistant
	Schema       json.RawMessage // wherever it stood in the request; nil if in none of the forms
	Tools        []string
	MaxTokens    int
	Seed         uint64
	// Asked counts the same request, from 0.
	Asked int
}

// Faults are the shares of requests, 0..1, that end so. A request asked again may fare better or worse, but NotJSON, WrongSchema and WrongCitation are a matter of what was asked: the same request has always the
// same text. They are shares of the requests that get an answer.
type Faults struct {
	TooMany       float64 // status 429
	Internal      float64 // status 500
	Hang          float64 // no answer until the client goes away
	Cut           float64 // the connection ends in the middle of the body
	Garbage       float64 // a body that is not JSON
	NotJSON       float64 // an answer whose text is not JSON
	WrongSchema   float64 // an answer whose text is JSON of another schema
	WrongCitation float64 // an answer whose text fits the schema, and says what it can't know: Options.Miscite
}

// All is every fault at one share of requests.
func All(share float64) Faults {
	return Faults{share, share, share, share, share, share, share, share}
}

// kind is one way to end.
type kind int

const (
	good kind = iota
	tooMany
	internal
	hang
	cut
	garbage
	notJSON
	wrongSchema
	wrongCitation
)

// lost says whether an answer is made and does not arrive.
func (k kind) lost() bool { return k == hang || k == cut || k == garbage }

// transport chooses how the transport of an answer fails, content how its text does, each by a number in [0, 1).
func (f Faults) transport(x float64) kind {
	return draw(x, tooMany, f.TooMany, f.Internal, f.Hang, f.Cut, f.Garbage)
}

func (f Faults) content(x float64) kind {
	return draw(x, notJSON, f.NotJSON, f.WrongSchema, f.WrongCitation)
}

func draw(x float64, first kind, shares ...float64) kind {
	for i, share := range shares {
		if x < share {
			return first + kind(i)
		}
		x -= share
	}
	return good
}

// Latency is log-normal.
type Latency struct {
	Median time.Duration
	Sigma  float64
}

func (l Latency) draw(r *rand.Rand) time.Duration {
	if l.Median == 0 {
		return 0
	}
	return time.Duration(float64(l.Median) * math.Exp(l.Sigma*r.NormFloat64()))
}
