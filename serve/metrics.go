package serve

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what GET /metrics tells, in Prometheus's text form. Paths are those of the table of routes, "other" for all others: clients can't make up names.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	underWay prometheus.Gauge
	queries  prometheus.Counter
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "infoseek_requests_total", Help: "Requests answered, by path and status."}, []string{"path", "code"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "infoseek_request_seconds", Help: "Time from a request's head to its answer.", Buckets: prometheus.ExponentialBuckets(0.0001, 4, 10)}, []string{"path"}),
		underWay: prometheus.NewGauge(prometheus.GaugeOpts{Name: "infoseek_requests_under_way", Help: "Requests not yet answered."}),
		queries:  prometheus.NewCounter(prometheus.CounterOpts{Name: "infoseek_queries_total", Help: "Queries searched for."}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.underWay, m.queries, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// request notes one on path that took so long.
func (m *metrics) request(path string, status int, took time.Duration) {
	if path == "" {
		path = "other"
	}
	m.requests.WithLabelValues(path, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(path).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
