namespace Hanzo.Network.Node.Settings;

/// <summary>Files of certificates that others made.</summary>
/// <param name="Verify">Whether other nodes must show a certificate of the authority.</param>
internal sealed record TlsFiles(string Certificate, string Key, string Authority, bool Verify);
