using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Remoting;

/// <summary>A connection within TLS, after its handshake. It holds no more than the one below: a flush waits for that one's.</summary>
internal sealed class TlsConnection : IConnection
{
    /// <summary>What one read or write of TLS takes: a record holds 16 KiB.</summary>
    private const int RecordBytes = 16 * 1024;

    private readonly IConnection _plain;
    private readonly SslStream _stream;

    public TlsConnection(IConnection plain, SslStream stream)
    {
        _plain = plain;
        _stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: RecordBytes, leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: RecordBytes, leaveOpen: true));
        PeerCertificate = stream.RemoteCertificate as X509Certificate2;
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public EndPoint RemoteEndPoint => _plain.RemoteEndPoint;

    /// <summary>Null: validation is suppressed, and it has shown none.</summary>
    public X509Certificate2? PeerCertificate { get; }

    public void Abort() => _plain.Abort();

    public async ValueTask DisposeAsync()
    {
        await Output.CompleteAsync();
        await _stream.ShutdownAsync();
        await _plain.DisposeAsync();
    }
}
