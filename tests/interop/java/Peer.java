// A TLS client and a TLS server on Java's JSSE.
//
// The client copies its standard input to the server and what comes back to standard output; it ends with 0 if the
// server closed with close_notify. The server echoes, or answers each request with one file, and closes with
// close_notify.

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

public final class Peer {
  private static final int SOCKET_TIMEOUT = 50_000; // milliseconds without a byte
  private static final List<String> KEY_KINDS = List.of("EC", "RSA", "RSASSA-PSS", "Ed25519");

  private final Map<String, String> options = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    Peer peer = new Peer();
    for (int i = 1; i + 1 < arguments.length; i += 2) {
      peer.options.put(arguments[i], arguments[i + 1]);
    }
    if (peer.options.containsKey("--groups")) { // to be set before JSSE is used; JDK 17 has no other way
      System.setProperty("jdk.tls.namedGroups", peer.options.get("--groups"));
    }
    switch (arguments[0]) {
      case "client" -> {
        if (peer.options.containsKey("--again")) {
          peer.visitTwice();
        } else {
          peer.client();
        }
      }
      case "server" -> peer.server();
      default -> throw new IllegalArgumentException("neither client nor server: " + arguments[0]);
    }
  }

  private void client() throws IOException, GeneralSecurityException {
    String[] address = options.get("--address").split(":");
    Socket plain = new Socket(address[0], Integer.parseInt(address[1]));
    try (SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(plain, "localhost", 0, true)) {
      SSLParameters parameters = parameters(socket.getSSLParameters());
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      shake(socket);
      Thread writer = new Thread(() -> copyInput(socket));
      writer.setDaemon(true);
      writer.start();
      socket.getInputStream().transferTo(System.out); // an end without close_notify throws
      System.out.flush();
    }
  }

  // JSSE does not say whether a connection is resumed: the server does.
  private void visitTwice() throws IOException, GeneralSecurityException {
    String[] address = options.get("--address").split(":");
    SSLContext context = context();
    byte[] line = (options.get("--again") + "\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2; ++i) {
      Socket plain = new Socket(address[0], Integer.parseInt(address[1]));
      try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 1, true)) {
        socket.setSSLParameters(parameters(socket.getSSLParameters()));
        shake(socket);
        socket.getOutputStream().write(line);
        if (socket.getInputStream().readNBytes(line.length).length != line.length) {
          throw new IOException("closed before an answer");
        }
      }
    }
    System.out.println("visited twice");
  }

  private static void copyInput(SSLSocket socket) {
    try {
      System.in.transferTo(socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private void server() throws IOException, GeneralSecurityException {
    String[] address = options.get("--address").split(":");
    InetAddress host = InetAddress.getByName(address[0]);
    SSLServerSocket listener = (SSLServerSocket) context()
        .getServerSocketFactory().createServerSocket(Integer.parseInt(address[1]), 0, host);
    SSLParameters parameters = parameters(listener.getSSLParameters());
    parameters.setNeedClientAuth(options.containsKey("--trust"));
    listener.setSSLParameters(parameters);
    System.out.println("listening on " + address[0] + ":" + listener.getLocalPort());
    while (true) {
      SSLSocket accepted = (SSLSocket) listener.accept();
      new Thread(() -> serve(accepted)).start();
    }
  }

  private void serve(SSLSocket accepted) {
    try (SSLSocket socket = accepted) {
      shake(socket);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      if (options.containsKey("--serve")) {
        answer(in, out);
      } else {
        in.transferTo(out);
      }
    } catch (IOException error) {
      System.err.println("connection: " + error);
    }
  }

  private void answer(InputStream in, OutputStream out) throws IOException {
    if (in.read(new byte[4096]) < 0) {
      throw new IOException("closed before a request");
    }
    byte[] body = Files.readAllBytes(Path.of(options.get("--serve")));
    out.write(("HTTP/1.0 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(body);
  }

  private void shake(SSLSocket socket) throws IOException {
    socket.setSoTimeout(SOCKET_TIMEOUT);
    socket.startHandshake();
    String negotiated = socket.getApplicationProtocol();
    if (!negotiated.equals(options.getOrDefault("--alpn", ""))) {
      throw new IOException("ALPN gave " + negotiated);
    }
  }

  private SSLParameters parameters(SSLParameters parameters) {
    parameters.setProtocols(new String[] {"TLSv" + options.get("--version")});
    if (options.containsKey("--alpn")) {
      parameters.setApplicationProtocols(new String[] {options.get("--alpn")});
    }
    return parameters;
  }

  private SSLContext context() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(credential(), new char[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore credential() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    if (options.containsKey("--cert")) {
      store.setKeyEntry("own", privateKey(options.get("--key")), new char[0], certificates(options.get("--cert")));
    }
    return store;
  }

  private KeyStore authorities() throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    if (options.containsKey("--trust")) {
      for (Certificate authority : certificates(options.get("--trust"))) {
        store.setCertificateEntry("authority" + store.size(), authority);
      }
    }
    return store;
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Certificate[] certificates(String path) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(Certificate[]::new);
    }
  }

  // A key file does not say its kind in words, and a KeyFactory reads one kind only.
  private static PrivateKey privateKey(String path) throws IOException, GeneralSecurityException {
    String base64 = Files.readString(Path.of(path)).replaceAll("-----.*-----|\\s", "");
    PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    for (String kind : KEY_KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException wrongKind) {
        continue;
      }
    }
    throw new InvalidKeySpecException("no known kind of key in " + path);
  }
}
