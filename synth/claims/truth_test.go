package claims_test

import (
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// TestDoubts: what the text takes back right behind a name or a date is not claimed, wherever else the page says it.
func TestDoubts(t *testing.T) {
	check(t, weber, []construct{
		{"another place", "Karl Weber was born in Vienna (or Lobau) in 1809.", []string{"was born in 1809"}},
		{"another place without brackets", "Karl Weber died in Vienna or Lobau.", nil},
		{"a question mark", "Born 4 May 1809 Vienna? Died 2 June 1880 Prague\n\nKarl Weber was a painter.", []string{"died in Prague", "was born in 1809", "died in 1880"}},
		{"two question marks", "Born 4 May 1809 Prague Died 1880? Vienna?\n\nKarl Weber was a painter.", []string{"was born in Prague", "was born in 1809"}},
		{"doubted elsewhere", "Born 4 May 1809 Vienna Died 2 June 1880 Prague\n\nKarl Weber was a painter. He was born in Vienna (or Lobau).", []string{"died in Prague", "was born in 1809", "died in 1880"}},
		{"another year", "Karl Weber was born in 1809 or 1810.", nil},
		{"perhaps", "Karl Weber was born in Vienna, perhaps at night.", nil},
		{"an aside is no doubt", "Karl Weber was born in Vienna (in present-day Austria).", []string{"was born in Vienna"}},
	})
}

// TestHomonyms: what bears the name that the text has is not always what the text means.
func TestHomonyms(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"no island lets go", "Lomland became independent from Velm in 1901.", nil},
		{"no island captures", "Lomland was captured by Velm.", nil},
		{"an island lies around", "Lomland is surrounded by Velm.", []string{"is surrounded by Velm"}},
		{"a country lets go", "Lomland became independent from Austria.", []string{"became independent from Austria"}},
	})
	check(t, weber, []construct{
		{"a province of the name", "Weber moved to the Lomish province of Austria.", nil},
		{"by another name now", "Weber moved to Austria, now modern Lobau.", nil},
		{"by the same name now", "Weber moved to Austria (now the Republic of Austria).", []string{"moved to Austria"}},
		{"a part of it", "Weber lived in the western province of Austria.", []string{"lived in Austria"}},
	})
}

// TestRows: of the rows of a box that counts several things the page's own counts alone.
func TestRows(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lom", Classes: infoseek.Place, Noun: "city"}, []construct{
		{"its oldest part", "Government City Mayor Nobody Old Lom Area: 3 km² Population: 9,200 Greater Lom Area: 1,579 km² Population: 7.5 million Website none\n\nLom is a city.", nil},
		{"of a suburb", "Government City Mayor Nobody Urban Population: 9,200 Website none\n\nLom is a city.", nil},
		{"millions", "Government City Mayor Nobody Population: 7.5 million Website none\n\nLom is a city.", []string{"has a population of 7.45e+06..7.55e+06"}},
	})
}

// TestCutLists: a list is cut where its items begin, not in what they share.
func TestCutLists(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"the countries of", "Lomland borders the countries of Hungary, Serbia and Romania.", []string{"borders Hungary", "borders Serbia", "borders Romania"}},
		{"one of them", "Lomland is one of the northern countries of Africa.", []string{"is one of the northern countries of Africa"}},
		{"words before another noun", "Lomland contains calculus, music and mountain-dwelling goats.", nil},
		{"two words before a noun", "Lomland contains calculus and algebra schools.", nil},
	})
}

// TestBlanks: a phrase that tells another entity by the noun of its object is ambiguous.
func TestBlanks(t *testing.T) {
	check(t, weber, []construct{
		{"two countries", "Weber was dispatched to Serbia as envoy of Austria.", nil},
	})
}
