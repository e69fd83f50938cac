using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;

namespace Hanzo.Network.Adapters.Tests.Security;

/// <summary>Of an organisation, which knows nothing of hanzo.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _root;

    public TestAuthority(string folder, string name)
    {
        (_folder, File) = (folder, Path.Combine(folder, $"{name}.pem"));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
        System.IO.File.WriteAllText(File, _root.ExportCertificatePem());
    }

    public string File { get; }

    /// <summary>A new certificate and its key, in NAME.pem and NAME.key, replacing those that were there.</summary>
    /// <param name="server">Whose address it is for; null: none.</param>
    /// <param name="ends">Days from now.</param>
    public GivenFiles Issue(string name, IPAddress? server = null, double ends = 1)
    {
        var files = new GivenFiles(Path.Combine(_folder, $"{name}.pem"), Path.Combine(_folder, $"{name}.key"), File);
        using var key = NodeKeys.Create();
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (server is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(server);
            request.CertificateExtensions.Add(names.Build());
        }

        var generator = X509SignatureGenerator.CreateForRSA(_root.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1);
        var (begin, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(ends));
        using var signed = request.Create(_root.SubjectName, generator, begin, end, RandomNumberGenerator.GetBytes(8));
        System.IO.File.WriteAllText(files.Certificate, signed.ExportCertificatePem());
        System.IO.File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    public void Dispose() => _root.Dispose();
}
