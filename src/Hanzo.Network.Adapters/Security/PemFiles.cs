using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hanzo.Network.Adapters.Security;

/// <summary>Files that others made.</summary>
internal static class PemFiles
{
    /// <exception cref="KeyStoreException">It is missing, or cannot be read.</exception>
    public static byte[] Read(string file) =>
        KeyFiles.Find(file, isSecret: false) ?? throw new KeyStoreException($"{file} is missing.");

    /// <returns>One certificate or more.</returns>
    /// <exception cref="KeyStoreException">It cannot be read, or holds none.</exception>
    public static X509Certificate2Collection ReadRoots(string file) => RootsOf(file, Read(file));

    /// <param name="file">For messages.</param>
    /// <exception cref="KeyStoreException">It holds no certificate.</exception>
    public static X509Certificate2Collection RootsOf(string file, byte[] pem)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (Exception e) when (NodeKeys.IsUnusable(e))
        {
            throw new KeyStoreException($"{file} does not hold certificates as PEM: {e.Message}", e);
        }

        return roots.Count > 0 ? roots : throw new KeyStoreException($"{file} holds no certificate as PEM.");
    }
}
