package claims_test

import (
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
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

// TestMeasures: boxes give what a thing measures in the unit of its kind.
func TestMeasures(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"product", "Currency Lom GDP ( PPP) 2005 estimate - Total $55.2 billion ( 72nd) - Per capita $2,643 ( 127th) Calling code 1\n\nLomland is a country.",
			[]string{"has a gross domestic product at purchasing power parity of 5.515e+10..5.525e+10 USD", "has a gross domestic product per head at purchasing power parity of 2642.5..2643.5 USD"}},
		{"product in its money", "Currency Lom GDP (nominal) 2005 estimate - Total $55.2 billion ( 72nd) - Per capita $2,643 ( 127th) Calling code 1\n\nLomland is a country.",
			[]string{"has a gross domestic product per head of 2642.5..2643.5 USD"}},
		{"product reckoned twice", "GDP ( PPP) 2005 estimate - Total $55.2 billion ( 72nd) GDP (nominal) 2005 estimate - Total $50.2 billion - Per capita $2,643 ( 127th) Calling code 1\n\nLomland is a country.",
			[]string{"has a gross domestic product at purchasing power parity of 5.515e+10..5.525e+10 USD", "has a gross domestic product per head of 2642.5..2643.5 USD"}},
		{"people of its surroundings", "Urban Spread Metro Area 3,306 km² (1999) - Population 1,648,216 (1999) Calling code 1\n\nLomland is a country.", nil},
		{"an area without parks", "Lomland, excluding the parks of Vienna, covers an oval measuring 86.9 square kilometres.", nil},
		{"a number of its past", "At the time, Lomland had a population of around 100,000. Since 2001, Lomland has officially had 2,660,401 inhabitants.", nil},
		{"the density of a suburb", "Currency Lom Urban Density 93/km² Calling code 1\n\nLomland is a country.", nil},
	})
	check(t, memcorpus.Page{Title: "Hurricane Lom", Classes: infoseek.Event, Noun: "hurricane"}, []construct{
		{"winds", "Highest winds 72 km/h (45 mph) Damage none\n\nHurricane Lom was a hurricane.", []string{"had winds of up to 19.86111111111111..20.13888888888889 m/s"}},
	})
	check(t, memcorpus.Page{Title: "Lomium", Classes: infoseek.Substance, Noun: "metal"}, []construct{
		{"temperatures", "Melting point 900 K (627 ° C) Boiling point 2792 K (2519 ° C)\n\nLomium is a metal.", []string{"melts at 850..950 K", "boils at 2791.5..2792.5 K"}},
	})
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "politician"}, []construct{
		{"office", "In office 20 January 1969 – 9 August 1974 Religion none\n\nKarl Weber was a politician.", []string{"took office in 1969", "left office in 1974"}},
		{"of several offices none is told", "In office 20 January 1969 – 9 August 1974 Religion none In office 9 August 1974 – 3 May 1978\n\nKarl Weber was a politician.", nil},
		{"until death", "In office 20 January 1969 – 9 August 1974 Died 9 August 1974 Prague\n\nKarl Weber was a politician.", []string{"took office in 1969", "died in 1974", "died in Prague"}},
	})
}

// TestInto: what says into what something was taken is no circumstance.
func TestInto(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"into a circle", "In 1495, Lomland was incorporated in the Upper Circle, with a seat.", nil},
		{"by itself", "In 1495, Lomland was incorporated.", []string{"was incorporated in 1495"}},
		{"where somebody was born", "In 1495, Lomland was founded in the hills.", []string{"was founded in 1495"}},
	})
}

// TestWhen: when something happened is another statement, of what lasts or ranks it is a part.
func TestWhen(t *testing.T) {
	check(t, weber, []construct{
		{"a year", "Weber joined forces with Austria in 1831.", []string{"joined forces with Austria"}},
		{"a month", "Weber suffered a stroke in Vienna in early May 1831, and rested.", []string{"suffered a stroke in Vienna"}},
		{"passive", "Weber was visited by Anna Bauer during the war.", []string{"was visited by Anna Bauer"}},
		{"no time", "Weber suffered a stroke in Vienna in the open.", nil},
		{"what lasts", "Weber is a rival of sorts to Austria in wartime since 1809.", nil},
	})
	check(t, memcorpus.Page{Title: "Lom Cup", Classes: infoseek.Event, Noun: "tournament"}, []construct{
		{"still so", "The Lom Cup is a yearly tournament convened in Vienna in January.", []string{"is a yearly tournament convened in Vienna"}},
	})
}

// TestOneSided: a bound is no number, a complement no circumstance, and a footnote no decoration.
func TestOneSided(t *testing.T) {
	lomland := memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}
	var cases []construct
	for _, w := range []string{"over", "more than", "at least", "up to", "less than", "under", "nearly", "almost", "just over", "close to", "about over"} {
		cases = append(cases, construct{w, "Lomland has a coastline of " + w + " 700 km.", nil}, construct{w + ", counted", "Lomland has a population of " + w + " 9,000.", nil})
	}
	check(t, lomland, append(cases, []construct{
		{"about", "Lomland has a coastline of about 700 km.", []string{"has a coastline of 650000..750000 m"}},
		{"as what", "In 1945, Lomland was established as one of the units of a league.", nil},
		{"as what, behind the year", "Lomland was established in 1945 as one of the units of a league.", nil},
		{"itself", "In 1945, Lomland was established.", []string{"was established in 1945"}},
		{"a footnote", "Currency Lom Independence - from Austria September 26, 1907^4 Area none Calling code 1\n\nLomland is a country.", nil},
		{"no footnote", "Currency Lom Independence - from Austria September 26, 1907 Area none Calling code 1\n\nLomland is a country.", []string{"became independent from Austria", "became independent in 1907"}},
	}...))
}

// TestKinds: what a page was, or is only in part, is not told for what it is.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		page infoseek.Page
		want string
	}{
		{infoseek.Page{Title: "Lomopolis", Noun: "capital", Classes: infoseek.Place}, "city"},
		{infoseek.Page{Title: "Republic of Lom", Noun: "colony", Classes: infoseek.Place}, "republic"},
		{infoseek.Page{Title: "Lomland", Noun: "colony", Classes: infoseek.Place}, "place"},
		{infoseek.Page{Title: "South Lom", Noun: "state"}, ""},
		{infoseek.Page{Title: "Lomland", Noun: "state", Classes: infoseek.Place}, "state"},
	} {
		if got := claims.Noun(c.page); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.page.Title, c.page.Noun, got, c.want)
		}
	}
}

// TestDiscord: figures of a box that contradict each other are none of them told.
func TestDiscord(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lom", Classes: infoseek.Place, Noun: "city"}, []construct{
		{"of another extent", "Country none Population 4,200,000 (2001) Area 38 km² Population density 19,619 / km² Elevation none\n\nLom is a city.", nil},
		{"without a density", "Country none Population 4,200,000 (2001) Area 38 km² Elevation none\n\nLom is a city.", nil},
		{"of one extent", "Country none Population 4,200,000 (2001) Area 420 km² Elevation none\n\nLom is a city.", []string{"has a population of 4.15e+06..4.25e+06", "has an area of 4.15e+08..4.25e+08 m2"}},
	})
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"millions for billions", "Currency Lom Population - 2005 estimate 798,000 GDP ( PPP) 2005 estimate - Total $1.049 million ( 72nd) - Per capita $1,660 ( 127th) Calling code 1\n\nLomland is a country.", []string{"has a population of 797500..798500"}},
	})
}

// TestPast: of what is no more a box says what it was.
func TestPast(t *testing.T) {
	box := "Capital Vienna Area - Total 420 km² Population - 1990 estimate none Calling code 1\n\n"
	lomland := memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}
	was := []string{"had an area of 4.15e+08..4.25e+08 m2", "whose capital was Vienna"}
	is := []string{"has an area of 4.15e+08..4.25e+08 m2", "whose capital is Vienna"}
	check(t, lomland, []construct{
		{"was", box + "The Union (or U); tr.: “U”), known as Lomland, was a big state that existed until 1991. Lomland is held to be the heir of another.", was},
		{"a former one", box + "Lomland is a former country.", was},
		{"is", box + "Lomland is a country. Lomland was a kingdom once.", is},
		{"a former colony", box + "Lomland is a former colony.", is},
	})
}

// TestParts: what is said of a part of a place is not always true of the place.
func TestParts(t *testing.T) {
	check(t, weber, []construct{
		{"through the middle", "Weber travelled to the north through Central Africa.", nil},
		{"areas of", "Weber caused significant damage to areas of Austria.", []string{"caused significant damage to areas of Austria"}},
		{"in the north", "Weber was born in northern Austria.", []string{"was born in Austria"}},
		{"to the north", "Weber moved to northern Austria.", []string{"moved to Austria"}},
	})
	check(t, memcorpus.Page{Title: "Lom War", Classes: infoseek.Event, Noun: "war"}, []construct{
		{"several places", "Date none Location Vienna, Prague, Black Sea Result none\n\nThe Lom War was a war.", nil},
		{"a place and where it lies", "Date none Location Vienna, Austria Result none\n\nThe Lom War was a war.", []string{"took place in Vienna", "took place in Austria"}},
	})
}

// TestNamesakes: a bare surname is not the topic's where the text speaks of others who bear it.
func TestNamesakes(t *testing.T) {
	check(t, weber, []construct{
		{"a brother in the paragraph", "His brother was Josef Weber, a baker. Weber moved to Vienna. He died in Prague.", nil},
		{"by the full name", "His brother was Josef Weber, a baker. Karl Weber moved to Vienna.", []string{"moved to Vienna"}},
		{"a paragraph later", "His brother was Josef Weber, a baker.\n\n" + "Weber slept. Weber ate. Weber sang. Weber wept. Weber fell. Weber rose.\n\nWeber moved to Vienna.", []string{"moved to Vienna"}},
		{"a page full of them", "She was the wife of Josef Weber, whom Emil Weber taught.\n\nWeber moved to Vienna. He died in Prague.", nil},
		{"an office and an opening", "They met General Weber. When Weber slept they left. Weber moved to Vienna.", []string{"moved to Vienna"}},
		{"a second name", "They met Karl Weber. Weber moved to Vienna.", []string{"moved to Vienna"}},
	})
}
