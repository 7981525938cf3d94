package text

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAnswer(t *testing.T) {
	for in, want := range map[string]string{
		"The Beatles!":         "beatles",
		"  An  apple, a day ":  "apple day",
		"U.S.":                 "us",
		"Athena":               "athena",
		"the":                  "",
		"Jean-Paul's":          "jeanpauls",
		"Müller – “quoted”":    "müller – “quoted”",
		"a_b":                  "ab",
		"1,000 km":             "1000 km",
		"A an the\u00a0end":    "end",
		"THE END of an an era": "end of era",
	} {
		if got := Answer(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestSameAnswer(t *testing.T) {
	if !SameAnswer("The Heron.", "Egret", "heron") {
		t.Error("an alias is not found")
	}
	if SameAnswer("the", "a") || SameAnswer("", "") || SameAnswer("herons", "heron") {
		t.Error("what is no answer, or another, counts as the same")
	}
}

func TestAnswerTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := Answer(s); Answer(once) != once {
			t.Fatalf("%q: %q, and then %q", s, once, Answer(once))
		}
	})
}
