package serve

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"infoseek"
	"infoseek/runs"

	"github.com/google/go-cmp/cmp"
)

// smallRun is a finished run of three questions whose corpus is gone.
const smallRun = "../dataset/testdata/run"

// shelved is a folder with the small run as "first", a folder that is no run, a link to the run, and a secret beside it.
func shelved(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	shelf := filepath.Join(root, "runs")
	if err := os.CopyFS(filepath.Join(shelf, "first"), os.DirFS(smallRun)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(shelf, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(root, "elsewhere"), os.DirFS(smallRun)); err != nil {
		t.Fatal(err)
	}
	os.Symlink(filepath.Join(root, "elsewhere"), filepath.Join(shelf, "link")) // where links may be made
	return shelf
}

func TestRuns(t *testing.T) {
	h := handler(t, tools(t), Options{Runs: shelved(t)})
	list := decoded[struct{ Runs []runSummary }](t, h, "GET", "/v1/runs", "")
	if len(list.Runs) != 1 || list.Runs[0].Name != "first" || list.Runs[0].State != runs.Done || list.Runs[0].Here {
		t.Fatalf("%+v", list)
	}
	type page struct {
		Total, Offset int
		Questions     []questionSummary
	}
	all := decoded[page](t, h, "GET", "/v1/runs/first/questions", "")
	if all.Total != 3 || len(all.Questions) != 3 || all.Questions[0].Question == "" || all.Questions[0].Vertices == 0 {
		t.Fatalf("%+v", all)
	}
	second := decoded[page](t, h, "GET", "/v1/runs/first/questions?offset=1&limit=1", "")
	if diff := cmp.Diff(page{3, 1, all.Questions[1:2]}, second); diff != "" {
		t.Error(diff)
	}
}

// TestQuestion: the record as it stands in the run, a quote for each claim, and what was sampled for it.
func TestQuestion(t *testing.T) {
	shelf := shelved(t)
	stored, err := os.ReadFile(filepath.Join(shelf, "first", runs.QuestionsName))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(stored), "\n")
	var want infoseek.Question
	if err := json.Unmarshal([]byte(first), &want); err != nil {
		t.Fatal(err)
	}
	const samples = `{"v":1,"id":"QID/0","question_id":"QID","trajectory":{"v":1,"question":"<script>"}}` + "\n" + `{"v":1,"id":"other/0","question_id":"other","trajectory":{"v":1}}` + "\n"
	if err := os.WriteFile(filepath.Join(shelf, "first", runs.TrajectoriesName), []byte(strings.ReplaceAll(samples, "QID", want.ID)), 0o644); err != nil {
		t.Fatal(err)
	}
	h := handler(t, tools(t), Options{Runs: shelf})
	got := decoded[struct {
		Question     infoseek.Question
		Evidence     []struct{ Page, Trouble string }
		Trajectories []struct{ ID string }
	}](t, h, "GET", "/v1/runs/first/questions/"+want.ID, "")
	if diff := cmp.Diff(want, got.Question); diff != "" || want.ID == "" {
		t.Error(diff)
	}
	if len(got.Evidence) == 0 || got.Evidence[0].Page == "" || got.Evidence[0].Trouble == "" {
		t.Errorf("evidence without its corpus: %+v", got.Evidence)
	}
	if len(got.Trajectories) != 1 || got.Trajectories[0].ID != want.ID+"/0" {
		t.Errorf("trajectories: %+v", got.Trajectories)
	}
}

func TestReportPage(t *testing.T) {
	h := handler(t, tools(t), Options{Runs: smallRun})
	r, got := ask(h, "GET", "/v1/runs/run/report", "")
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(got, "Content-Security-Policy") || !strings.Contains(got, "</html>") {
		t.Errorf("%s %.300s", r.Status, got)
	}
}

// TestRunsAreSafe: no name leads out of the folder, nothing can be changed, and runs are shown only where it was asked for, to who has the token.
func TestRunsAreSafe(t *testing.T) {
	shelf := shelved(t)
	server, end := start(t, tools(t), Options{Runs: shelf})
	defer end()
	for _, path := range []string{
		"/v1/runs/nope/questions", "/v1/runs/empty/questions", "/v1/runs/link/questions", "/v1/runs/../questions", "/v1/runs/..%2felsewhere/questions", "/v1/runs/%2e%2e%2felsewhere/report", "/v1/runs/first%2f..%2ffirst/questions",
		"/v1/runs/first%00/questions", "/v1/runs/.%2ffirst/questions", "/v1/runs/FIRST%20/report", "/v1/runs/first/questions/..%2f..%2fmanifest.json", "/v1/runs/first/manifest.json", "/v1/runs/%3Cscript%3E/questions",
	} {
		r, err := http.Get("http://" + server + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || r.StatusCode != http.StatusNotFound || strings.Contains(string(body), shelf) || strings.Contains(r.Header.Get("Content-Type"), "html") {
			t.Errorf("%s: %s %s", path, r.Status, body)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	h := handler(t, tools(t), Options{Runs: shelf, Token: "abc"})
	for _, c := range []struct {
		method, target, token string
		status                int
	}{
		{"GET", "/v1/runs", "", 401}, {"GET", "/v1/runs", "abc", 200}, {"DELETE", "/v1/runs/first/report", "abc", 405}, {"POST", "/v1/runs", "abc", 405},
		{"GET", "/v1/runs/first/questions?limit=0", "abc", 400}, {"GET", "/v1/runs/first/questions?offset=-1", "abc", 400}, {"GET", "/v1/runs/first/questions?limit=99999", "abc", 400}, {"GET", "/v1/runs/first/questions?page=1", "abc", 400},
	} {
		if r, got := ask(h, c.method, c.target, "", "Authorization", "Bearer "+c.token); r.StatusCode != c.status {
			t.Errorf("%s %s: %s %s", c.method, c.target, r.Status, got)
		}
	}
	if r, got := ask(handler(t, tools(t), Options{}), "GET", "/v1/runs", ""); r.StatusCode != http.StatusNotFound || !strings.Contains(got, "shows no runs") {
		t.Errorf("without --runs: %s %s", r.Status, got)
	}
}

// TestRunUnderWay: what is not written yet is missing, not broken.
func TestRunUnderWay(t *testing.T) {
	shelf := shelved(t)
	if err := os.Remove(filepath.Join(shelf, "first", runs.QuestionsName)); err != nil {
		t.Fatal(err)
	}
	r, got := ask(handler(t, tools(t), Options{Runs: shelf}), "GET", "/v1/runs/first/questions", "")
	if r.StatusCode != http.StatusNotFound || !strings.Contains(got, "has no questions.jsonl yet") {
		t.Errorf("%s %s", r.Status, got)
	}
}
