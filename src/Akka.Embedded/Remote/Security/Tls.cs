using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Embedded.Runtime;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Remoting;

/// <summary>
/// Secures connections: both sides show a certificate, and both check the other's. A resumed session would skip that, so none is.
/// </summary>
internal sealed class Tls(TlsSettings settings)
{
    private const byte HandshakeRecord = 0x16;
    private SslStreamCertificateContext? _context;

    public PeerCheck Check => settings.Check;

    /// <exception cref="InvalidDataException">The other side does not speak TLS; says what it seems to speak.</exception>
    /// <exception cref="AuthenticationException">One side does not accept the other.</exception>
    public async Task<TlsConnection> AnswerAsync(IConnection plain)
    {
        await ExpectTlsAsync(plain);
        var judge = new Judge(settings.Check);
        return await SecureAsync(plain, judge, stream => stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Context(),
            ClientCertificateRequired = true,
            EnabledSslProtocols = settings.Protocols,
            CertificateChainPolicy = Policy(),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = judge.IsWelcome,
            AllowTlsResume = false,
            AllowRenegotiation = false,
        }));
    }

    /// <exception cref="AuthenticationException">One side does not accept the other.</exception>
    public Task<TlsConnection> ConnectAsync(IConnection plain)
    {
        var judge = new Judge(settings.Check);
        return SecureAsync(plain, judge, stream => stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = settings.Check.RequiredName?.Invoke() ?? "",
            ClientCertificateContext = Context(),
            EnabledSslProtocols = settings.Protocols,
            CertificateChainPolicy = Policy(),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = judge.IsWelcome,
            AllowTlsResume = false,
            AllowRenegotiation = false,
        }));
    }

    private static async Task<TlsConnection> SecureAsync(IConnection plain, Judge judge, Func<SslStream, Task> authenticate)
    {
        var stream = new SslStream(new ConnectionStream(plain), leaveInnerStreamOpen: true);
        try
        {
            await authenticate(stream);
            return new TlsConnection(plain, stream);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            if (judge.Verdict is { } verdict)
            {
                throw new AuthenticationException(verdict, e);
            }

            throw e is AuthenticationException or IOException
                ? new AuthenticationException($"no TLS with it, it may not speak TLS or refuse this node's certificate: {e.Message}", e)
                : e;
        }
    }

    /// <summary>Whoever begins otherwise is named by what it says; a node without TLS is told so in its own words.</summary>
    private static async Task ExpectTlsAsync(IConnection plain)
    {
        var read = await plain.Input.ReadAsync();
        var first = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, StrangeSpeech.Needed));
        var isTls = !first.IsEmpty && first.FirstSpan[0] == HandshakeRecord;
        var bytes = isTls ? [] : System.Buffers.BuffersExtensions.ToArray(first);
        plain.Input.AdvanceTo(read.Buffer.Start);
        if (isTls)
        {
            return;
        }

        if (bytes.AsSpan().StartsWith(Greeting.Magic))
        {
            var refusal = new Greeting.Refusal(RefusalCode.Incompatible, "this node demands TLS (enable-ssl)");
            Greeting.Write(refusal, isAnswer: true, plain.Output);
            await plain.DisposeAsync();
            throw new InvalidDataException("it is a node without TLS, and this one demands it (enable-ssl)");
        }

        if (bytes.Length == 0)
        {
            throw new IOException("it closed the connection without a word");
        }

        throw new InvalidDataException(StrangeSpeech.Describe(bytes));
    }

    /// <summary>Made anew only when the certificate is another.</summary>
    private SslStreamCertificateContext Context()
    {
        var certificate = settings.Certificate();
        var context = Volatile.Read(ref _context);
        if (context is null || !ReferenceEquals(context.TargetCertificate, certificate))
        {
            context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
            Volatile.Write(ref _context, context);
        }

        return context;
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (settings.Authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(settings.Authorities());
        }

        return policy;
    }

    /// <summary>Keeps the verdict of one handshake, which the exception of a failed one does not tell.</summary>
    private sealed class Judge(PeerCheck check)
    {
        public string? Verdict { get; private set; }

        public bool IsWelcome(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            Verdict = check.ReasonAgainst(certificate as X509Certificate2, chain, errors);
            return Verdict is null;
        }
    }
}
