package text

// titleAbbreviations stand before a name, so that no sentence ends with them; in their usual case only.
var titleAbbreviations = WordSet(`Dr Mr Mrs Ms Mx Prof Profs Rev Revd Hon St Sts Ste SS Gen Col Capt Lt Sgt Cpl Cmdr Cdr Comdr Adm Gov Sen Rep Pres Messrs Mme Mlle Msgr Mgr Supt Insp
Maj Brig Pvt Fr Br Mt Mts Ft Pt Pope Archbp Bp Amb Sec Atty`)

// neverLast are abbreviations that something always follows.
var neverLast = WordSet(`e.g i.e eg ie cf viz vs ca circa approx resp esp incl née nee no.s op vol vols pp fig figs eq eqs ed.s transl dept univ lit orig pron`)

// numberAbbreviations are abbreviations before a number, and words of their own elsewhere.
var numberAbbreviations = WordSet(`no nos art ch chap sec sect par para ver cap pl tab p rr ss st nr`)

// mayBeLast are abbreviations that can end a sentence: they do so before a word that mostly starts one.
var mayBeLast = WordSet(`jr sr inc ltd co corp bros al ave blvd rd esq ed eds trans univ assn jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur
thurs fri sat sun calif mass conn penn pa va tenn ala fla ill ind mich minn wis wash ore ariz colo okla tex ark mo ky ga md del ibid est lat gr ger sp spp var subsp ssp
cv nov hon gen v b d r fl c m ph phd lbs oz ft in min max temp tel ext nat int intl mss ms ms`)

// sentenceStarters are the words that begin sentences far more often than names.
var sentenceStarters = WordSet(`The This That These Those It Its He She They We You His Her Their Our My There Then Thus Therefore Hence In On At As After Before By But And Or However
Although Though While Whilst When Whenever Where Whereas Which If For From With Without During Since Under Because Some Many Most Much Several Both Each Every Either Neither Another Other Others Such
Today Later Also An A One Two Three Four Five All No Not Only Despite Among Amongst According To Of Through Throughout Between Within Until Unlike Like Instead Moreover Furthermore
Finally First Second Third Early Soon Once Having Being Following Even Still Yet So Now Nevertheless Nonetheless Here How What Who Why Whether Over About Around Against
Along Above Below Beyond Because Perhaps Often Sometimes Usually Generally Initially Originally Eventually Subsequently Recently Currently Similarly Additionally
Meanwhile Afterwards Upon Whatever Rather Indeed Probably Unfortunately Historically Traditionally Typically Modern Few More Less Such Together Apart Given Based Born`)
