package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// repository is a public one at a commit.
type repository struct{ name, url, commit string }

var (
	searchR1   = repository{"Search-R1", "https://github.com/PeterGriffinJin/Search-R1", "a14dc3a4ffc6fe88c1e95038d9738e21ba3f7a06"}
	infomatica = repository{"Infomatica", "https://github.com/VectorSpaceLab/Infomatica", "863cd07a8cd173c6187a8789d6ea4704505aa3e0"}
	browseComp = repository{"BrowseComp-Plus", "https://github.com/texttron/BrowseComp-Plus", "97c637cebfd93965b28f93199e27abfd1dcc5de6"}
)

// client is a file of others that asks servers, with what drives it.
type client struct {
	driver string // a function of drive.py
	what   string
	repository
	file   string
	sha256 string
}

var clients = []client{
	{"search_r1_generation", "Search-R1's agent: observations of searches", searchR1, "search_r1/llm_agent/generation.py", "ab88b308db9d0b72fdbdd9a00f282ca28c20d3a63229a38959ce258daa1c063d"},
	{"search_r1_infer", "Search-R1's inference script: its search", searchR1, "infer.py", "21e5931f0a8271ee54fb5ff7906860f261cafedb842b847bba089a708709a942"},
	{"search_r1_request", "Search-R1's sample request: 400 queries", searchR1, "search_r1/search/retrieval_request.py", "469671b8625574a7fc75011c0fb566004a12c3208dcea4b2aba010fe975f6c6b"},
	{"infoseek_generation", "InfoSeek's agent: observations with refined evidence", infomatica, "research/InfoSeek/rl/InfoSeek/Research/generation.py", "49cfa1c3171cf550bf690ccb9d50bc69e4e39bd5fd7160002d2cc1ae6c5d0612"},
	{"browsecomp_search_r1", "BrowseComp-Plus's client for Search-R1's models: its search", browseComp, "search_agent/search_r1_client.py", "f3d44d8cd1f46466a2fe0817630e3ec921d1a8a60ff9c05aecb1451b73fe7d8e"},
	{"browsecomp_tools", "BrowseComp-Plus's MCP tools: names and arguments", browseComp, "searcher/tools.py", "75faed3bb31046fa45a8924bce229af879d9b5c1a496509aa17ef175103caa35"},
	{"browsecomp_docids", "BrowseComp-Plus's reading of document ids from search results", browseComp, "search_agent/utils.py", "3a6d9bc4956deeafce4a4515c9d025e3bf1d3e1dbc97945413b84e87d2bc3e8f"},
}

// missing says why a client can't be run from the checkouts, "" if it can.
func (c client) missing(checkouts string) string {
	if checkouts == "" {
		return fmt.Sprintf("needs INFOSEEK_CLIENTS, a folder with %s at %.12s", c.url, c.commit)
	}
	data, err := os.ReadFile(filepath.Join(checkouts, c.name, filepath.FromSlash(c.file)))
	if err != nil {
		return err.Error()
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != c.sha256 {
		return fmt.Sprintf("%s/%s is not the one at %.12s", c.name, c.file, c.commit)
	}
	return ""
}
