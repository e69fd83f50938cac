using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Security;

/// <summary>A stranger at a node's port, as it may be programmed by anybody.</summary>
internal static class Knock
{
    /// <summary>Each comes from another address: the log names one only once a minute.</summary>
    private static int _last = 1;

    /// <param name="certificate">Null: it shows none.</param>
    /// <returns>Whether the node went on with it; else it was cut.</returns>
    public static async Task<bool> AtAsync(string address, X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None)
    {
        var node = NodeAddress.Parse(address);
        using var socket = new TcpClient(new IPEndPoint(new IPAddress([127, 0, 0, (byte)Interlocked.Increment(ref _last)]), 0));
        await socket.ConnectAsync(node.Host, node.Port);
        await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = node.Host,
                EnabledSslProtocols = protocols,
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, true),
            });
            // With TLS 1.3 a client hears only afterwards that its certificate is refused; a node waits for what it says.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            return await tls.ReadAsync(new byte[1], patience.Token) > 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
