package search

import (
	"testing"

	"infoseek"
)

func TestTerm(t *testing.T) {
	for _, c := range []struct{ analysis, word, want string }{
		{English, "Rivers", "river"},
		{English, "river's", "river"},
		{English, "The", ""},
		{English, "1,984", "1,984"},
		{English, "Áedán", "aedan"},
		{English, "naïvely", "naiv"},
		{English, "Άλφα", "αλφα"},
		{"german", "Häusern", "haus"},
		{"german", "die", "die"},
		{"french", "Élections", "elect"},
		{"russian", "городами", "город"},
		{"spanish", "corriendo", "corr"},
		{Neutral, "Áedán", "áedán"},
		{Neutral, "Rivers", "rivers"},
		{Neutral, "The", "the"},
		{Neutral, "ΠΟΤΑΜΟΣ", "ποταμοσ"},
		{Neutral, "ποταμός", "ποταμόσ"},
		{Neutral, "京", "京"},
	} {
		if got := term(c.analysis, c.word); got != c.want {
			t.Errorf("%s: %q becomes %q, not %q", c.analysis, c.word, got, c.want)
		}
	}
}

func TestAnalysesFind(t *testing.T) {
	c := plain(
		"Bridge", "The bridges were built by Zoë's brother in 1887.",
		"京東", "京都と東北。", // has both characters of the next title, not side by side
		"東京", "東京は大きい。",
		"Хлеб", "Чёрный хлеб.",
		"Kana", "カタカナ",
	)
	for _, q := range []struct {
		analysis, query string
		want            infoseek.PageNum
	}{
		{English, "who builds a bridge", 0},
		{English, "BRIDGING 1887", 0},
		{English, "Zoe", 0},
		{Neutral, "bridges", 0},
		{Neutral, "東京", 2},
		{Neutral, "京東", 1},
		{Neutral, "ХЛЕБ", 3},
		{Neutral, "カタカナ", 4},
	} {
		s := newSearcher(t, build(t, c, Options{Analysis: q.analysis}), Settings{})
		hits := search(t, s, infoseek.Query{Text: q.query, K: 1})
		if len(hits) != 1 || hits[0].Page != q.want {
			t.Errorf("%s: %q finds %v, not page %d", q.analysis, q.query, hits, q.want)
		}
	}
	s := newSearcher(t, build(t, c, Options{Analysis: Neutral}), Settings{})
	if hits := search(t, s, infoseek.Query{Text: "bridge", K: 5}); len(hits) != 1 || hits[0].Page != 0 {
		t.Errorf("the title alone has the word: %v", hits)
	}
	if hits := search(t, s, infoseek.Query{Text: "build", K: 5}); len(hits) != 0 {
		t.Errorf("words are not to be stemmed: %v", hits)
	}
}
