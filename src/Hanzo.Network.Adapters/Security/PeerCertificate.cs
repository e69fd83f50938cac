using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Security;

/// <summary>What a node's certificate says of it.</summary>
public sealed record PeerCertificate(PeerName Name, DateTimeOffset? IssuedAt)
{
    private const string AlternativeNames = "2.5.29.17";
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <returns>Null when it is not for exactly one node of one network.</returns>
    public static PeerCertificate? Read(X509Certificate2 certificate)
    {
        var names = NamesOf(certificate);
        return names.Count == 1 ? new PeerCertificate(names[0], CertificateSerial.IssuedAt(certificate.SerialNumberBytes.Span)) : null;
    }

    /// <summary>Not by <see cref="SubjectAlternativeNameBuilder"/>: it puts what stands before the path into lower case.</summary>
    internal static X509Extension Extension(PeerName name)
    {
        var names = new AsnWriter(AsnEncodingRules.DER);
        using (names.PushSequence()) names.WriteCharacterString(UniversalTagNumber.IA5String, name.Uri, Uri);
        return new X509Extension(AlternativeNames, names.Encode(), critical: false);
    }

    private static List<PeerName> NamesOf(X509Certificate2 certificate)
    {
        var names = new List<PeerName>();
        try
        {
            foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == AlternativeNames))
            {
                var all = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (all.HasData)
                    if (!all.PeekTag().HasSameClassAndValue(Uri)) all.ReadEncodedValue();
                    else if (PeerName.Parse(all.ReadCharacterString(UniversalTagNumber.IA5String, Uri)) is { } name) names.Add(name);
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            // What cannot be read names nobody.
            names.Clear();
        }

        return names;
    }
}
