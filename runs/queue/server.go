package queue

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

const (
	maxPayload   = 8 << 20
	syncInterval = time.Second
	startTimeout = 10 * time.Second
)

// Server is a queue inside this process.
type Server struct{ s *server.Server }

// Serve starts a queue that keeps its streams in dir and listens at addr ("127.0.0.1:0": any free port of this machine alone). To be reached from elsewhere it needs a token.
func Serve(dir, addr string, o Options) (*Server, error) {
	host, digits, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("queue: address %q: want host:port", addr)
	}
	port, err := strconv.Atoi(digits)
	if err != nil {
		return nil, fmt.Errorf("queue: address %q: the port is no number", addr)
	}
	if ip := net.ParseIP(host); o.Token == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("queue: address %q can be reached from elsewhere: that needs a token", addr)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&server.Options{
		ServerName: "infoseek", Host: host, Port: port, Authorization: o.Token, JetStream: true, StoreDir: dir, SyncInterval: syncInterval, MaxPayload: maxPayload, NoSigs: true, NoLog: true,
	})
	if err != nil {
		return nil, fault("start", err)
	}
	s.Start()
	if !s.ReadyForConnections(startTimeout) {
		s.Shutdown()
		return nil, fault("start", errors.New("not ready at "+addr))
	}
	return &Server{s}, nil
}

// URL is where it can be dialled.
func (s *Server) URL() string { return s.s.ClientURL() }

// Close ends it. The streams stay.
func (s *Server) Close() {
	s.s.Shutdown()
	s.s.WaitForShutdown()
}
