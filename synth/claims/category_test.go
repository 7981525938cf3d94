package claims

import "testing"

func TestSaysNothing(t *testing.T) {
	tests := []struct {
		shown, noun string
		want        bool
	}{
		{"Artists", "artist", true},
		{"Countries", "country", true},
		{"Countries", "republic", true},
		{"Chemical elements", "element", true},
		{"Statesmen", "statesman", true},
		{"Churches", "church", true},
		{"European Countries", "country", false},
		{"Artists", "painter", false},
		{"Things", "", false},
	}
	for _, test := range tests {
		if got := SaysNothing(test.shown, test.noun); got != test.want {
			t.Errorf("%q of a %s: %v", test.shown, test.noun, got)
		}
	}
}
