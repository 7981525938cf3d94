package bert

import (
	"slices"
	"strings"
	"testing"
)

func TestEncode(t *testing.T) {
	k, err := parseTokenizer([]byte(madeTokenizer))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][]int32{
		"":                     {2, 3},
		"  \t\n":               {2, 3},
		"The RIVER banks.":     {2, 7, 4, 5, 6, 10, 3},
		"École":                {2, 8, 9, 3},
		"un\u00adbank":         {2, 12, 13, 3},
		"river東river":          {2, 4, 11, 4, 3},
		"rivers rivered":       {2, 4, 6, 1, 3},
		"riverriverriver bank": {2, 1, 5, 3},
		"the [SEP] the":        {2, 7, 3, 7, 3},
		"the\xff\x00bank":      {2, 7, 13, 3},
	} {
		if got := k.encode(text, 100); !slices.Equal(got, want) {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
	}
	if got := k.encode(strings.Repeat("the ", 50), 5); !slices.Equal(got, []int32{2, 7, 7, 7, 3}) {
		t.Errorf("cut: %v", got)
	}
}

func FuzzEncode(f *testing.F) {
	k, err := parseTokenizer([]byte(madeTokenizer))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("The river bank.", 9)
	f.Add("[SEP][[CLS]]\xf0\x9f", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = min(max(limit, 2), 1000)
		ids := k.encode(text, limit)
		if len(ids) < 2 || len(ids) > limit || ids[0] != k.begin || ids[len(ids)-1] != k.end {
			t.Errorf("%v for a limit of %d", ids, limit)
		}
	})
}

func FuzzParseTokenizer(f *testing.F) {
	f.Add([]byte(madeTokenizer))
	f.Add([]byte(`{"model":{"type":"WordPiece"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := parseTokenizer(b); err == nil {
			k.encode("The river's banks [SEP] 東", 20)
		}
	})
}
