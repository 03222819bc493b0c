// A TLS client and a TLS server on Go's crypto/tls.
//
// The client copies its standard input to the server and what comes back to standard output; it ends with 0 if the
// server closed with close_notify. The server echoes, or answers each request with one file, and closes with
// close_notify.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// connectionTime bounds one connection from its first byte to its last.
const connectionTime = 20 * time.Second

var (
	address = flag.String("address", "", "HOST:PORT to connect to or to listen on")
	version = flag.String("version", "1.3", "the only protocol version, 1.2 or 1.3")
	cert    = flag.String("cert", "", "file of the certificate chain to show")
	key     = flag.String("key", "", "file of its private key")
	trust   = flag.String("trust", "", "file of the authorities to trust; a server then demands a certificate")
	groups  = flag.String("groups", "", "numbers of the key exchange groups, separated by commas")
	alpn    = flag.String("alpn", "", "the one protocol name to agree on")
	again   = flag.String("again", "", "a line to exchange in each of two connections, the second resumed")
	file    = flag.String("serve", "", "file with which a server answers instead of echoing")
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("client or server?"))
	}
	flag.CommandLine.Parse(os.Args[2:])
	configuration, err := configure()
	if err != nil {
		fail(err)
	}
	switch os.Args[1] {
	case "client":
		if *again != "" {
			err = visitTwice(configuration)
		} else {
			err = client(configuration)
		}
	case "server":
		err = server(configuration)
	default:
		err = fmt.Errorf("neither client nor server: %s", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func configure() (*tls.Config, error) {
	versions := map[string]uint16{"1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}
	only, known := versions[*version]
	if !known {
		return nil, fmt.Errorf("unknown version %s", *version)
	}
	configuration := &tls.Config{ServerName: "localhost", MinVersion: only, MaxVersion: only}
	if *cert != "" {
		pair, err := tls.LoadX509KeyPair(*cert, *key)
		if err != nil {
			return nil, err
		}
		configuration.Certificates = []tls.Certificate{pair}
	}
	if *trust != "" {
		pem, err := os.ReadFile(*trust)
		if err != nil {
			return nil, err
		}
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("no certificate in %s", *trust)
		}
		configuration.RootCAs, configuration.ClientCAs = pool, pool
		configuration.ClientAuth = tls.RequireAndVerifyClientCert
	}
	for _, number := range strings.FieldsFunc(*groups, func(r rune) bool { return r == ',' }) {
		group, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			return nil, err
		}
		configuration.CurvePreferences = append(configuration.CurvePreferences, tls.CurveID(group))
	}
	if *alpn != "" {
		configuration.NextProtos = []string{*alpn}
	}
	return configuration, nil
}

func shake(connection *tls.Conn) error {
	if err := connection.SetDeadline(time.Now().Add(connectionTime)); err != nil {
		return err
	}
	if err := connection.Handshake(); err != nil {
		return err
	}
	if negotiated := connection.ConnectionState().NegotiatedProtocol; negotiated != *alpn {
		return fmt.Errorf("ALPN gave %q", negotiated)
	}
	return nil
}

// client ends with an error unless the server's last word is close_notify: Read tells io.EOF from io.ErrUnexpectedEOF.
func client(configuration *tls.Config) error {
	plain, err := net.Dial("tcp", *address)
	if err != nil {
		return err
	}
	connection := tls.Client(plain, configuration)
	defer connection.Close()
	if err := shake(connection); err != nil {
		return err
	}
	go func() {
		if _, err := io.Copy(connection, os.Stdin); err == nil {
			connection.CloseWrite()
		}
	}()
	_, err = io.Copy(os.Stdout, connection)
	return err
}

// visitTwice prints of each connection whether it is resumed.
func visitTwice(configuration *tls.Config) error {
	configuration.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	for range 2 {
		if err := visit(configuration); err != nil {
			return err
		}
	}
	return nil
}

func visit(configuration *tls.Config) error {
	plain, err := net.Dial("tcp", *address)
	if err != nil {
		return err
	}
	connection := tls.Client(plain, configuration)
	defer connection.Close()
	if err := shake(connection); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(connection, *again); err != nil {
		return err
	}
	if _, err := io.ReadFull(connection, make([]byte, len(*again)+1)); err != nil {
		return err
	}
	fmt.Println("resumed", connection.ConnectionState().DidResume)
	return nil
}

func server(configuration *tls.Config) error {
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		return err
	}
	fmt.Println("listening on", listener.Addr())
	for {
		plain, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			connection := tls.Server(plain, configuration)
			defer connection.Close()
			if err := serve(connection); err != nil {
				fmt.Fprintln(os.Stderr, "connection:", err)
			}
		}()
	}
}

func serve(connection *tls.Conn) error {
	if err := shake(connection); err != nil {
		return err
	}
	if *file == "" {
		_, err := io.Copy(connection, connection)
		return err
	}
	if _, err := connection.Read(make([]byte, 4096)); err != nil {
		return err
	}
	body, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	fmt.Fprintf(connection, "HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n", len(body))
	_, err = connection.Write(body)
	return err
}
