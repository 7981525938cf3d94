package main

import "infoseek/bench/checkout"

// client is a file of others that asks servers, with what drives it.
type client struct {
	driver string // a function of drive.py
	what   string
	checkout.File
}

var clients = []client{
	{"search_r1_generation", "Search-R1's agent: observations of searches", checkout.File{Repository: checkout.SearchR1, Path: "search_r1/llm_agent/generation.py", SHA256: "ab88b308db9d0b72fdbdd9a00f282ca28c20d3a63229a38959ce258daa1c063d"}},
	{"search_r1_infer", "Search-R1's inference script: its search", checkout.File{Repository: checkout.SearchR1, Path: "infer.py", SHA256: "21e5931f0a8271ee54fb5ff7906860f261cafedb842b847bba089a708709a942"}},
	{"search_r1_request", "Search-R1's sample request: 400 queries", checkout.File{Repository: checkout.SearchR1, Path: "search_r1/search/retrieval_request.py", SHA256: "469671b8625574a7fc75011c0fb566004a12c3208dcea4b2aba010fe975f6c6b"}},
	{"infoseek_generation", "InfoSeek's agent: observations with refined evidence", checkout.File{Repository: checkout.Infomatica, Path: "research/InfoSeek/rl/InfoSeek/Research/generation.py", SHA256: "49cfa1c3171cf550bf690ccb9d50bc69e4e39bd5fd7160002d2cc1ae6c5d0612"}},
	{"browsecomp_search_r1", "BrowseComp-Plus's client for Search-R1's models: its search", checkout.File{Repository: checkout.BrowseComp, Path: "search_agent/search_r1_client.py", SHA256: "f3d44d8cd1f46466a2fe0817630e3ec921d1a8a60ff9c05aecb1451b73fe7d8e"}},
	{"browsecomp_tools", "BrowseComp-Plus's MCP tools: names and arguments", checkout.File{Repository: checkout.BrowseComp, Path: "searcher/tools.py", SHA256: "75faed3bb31046fa45a8924bce229af879d9b5c1a496509aa17ef175103caa35"}},
	{"browsecomp_docids", "BrowseComp-Plus's reading of document ids from search results", checkout.File{Repository: checkout.BrowseComp, Path: "search_agent/utils.py", SHA256: "3a6d9bc4956deeafce4a4515c9d025e3bf1d3e1dbc97945413b84e87d2bc3e8f"}},
}
