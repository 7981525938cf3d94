package agents

import (
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	o, err := Options{}.Normalize()
	want := Options{Excerpt: 240, Numbers: 4, Retries: 2, Browser: ModeBoth, Sentences: 12, Claims: 6, Around: 4, Fallback: FallbackEmbedded}
	if err != nil || o != want {
		t.Errorf("defaults %+v, %v", o, err)
	}
	if again, err := o.Normalize(); err != nil || again != o {
		t.Errorf("normalized twice: %+v, %v", again, err)
	}
	if _, err := (Options{Retries: -1, Around: -1}).Normalize(); err != nil {
		t.Errorf("none: %v", err)
	}
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Excerpt: -1}, "excerpt -1"},
		{Options{Planner: "me"}, `planner "me"`},
		{Options{Retries: -2}, "retries -2"},
		{Options{Claims: -1}, "claims -1"},
		{Options{Browser: "page"}, `browser "page"`},
		{Options{Fallback: "no"}, `fallback "no"`},
	} {
		if _, err := c.o.Normalize(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.o, err, c.want)
		}
	}
}
