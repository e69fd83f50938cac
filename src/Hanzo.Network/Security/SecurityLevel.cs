namespace Hanzo.Network.Security;

/// <summary>How nodes of a network speak to each other, as users are told.</summary>
public static class SecurityLevel
{
    /// <summary>In the clear, with whoever connects.</summary>
    public const string None = "none";

    /// <summary>Encrypted, with whoever connects.</summary>
    public const string Tls = "tls";

    /// <summary>Encrypted, and only with nodes whose certificates are right.</summary>
    public const string MutualTls = "mutual-tls";

    public static string Of(INodeSecurity? security) => security is null ? None : security.VerifiesPeers ? MutualTls : Tls;
}
