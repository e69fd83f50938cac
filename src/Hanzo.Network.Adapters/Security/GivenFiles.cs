namespace Hanzo.Network.Adapters.Security;

/// <summary>Where the certificate of a node, its key and the authorities are, all as PEM.</summary>
/// <param name="Authority">One root or several; the node's certificate was signed by one of them.</param>
public sealed record GivenFiles(string Certificate, string Key, string Authority)
{
    /// <exception cref="KeyStoreException">One is missing, or cannot be read.</exception>
    internal GivenContent Read() => new(PemFiles.Read(Certificate), PemFiles.Read(Key), PemFiles.Read(Authority));
}

internal sealed record GivenContent(byte[] Certificate, byte[] Key, byte[] Authority)
{
    // Not by the times of the files: where they are links, as in Kubernetes, what those lead to changes.
    public bool Is(GivenContent other) =>
        Certificate.AsSpan().SequenceEqual(other.Certificate) && Key.AsSpan().SequenceEqual(other.Key)
        && Authority.AsSpan().SequenceEqual(other.Authority);
}
