using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;

namespace Akka.Embedded.Remoting;

/// <summary>A certificate as the configuration names it: a PKCS#12 file, or a thumbprint in a store of the operating system.</summary>
internal static class CertificateFiles
{
    public const string Path = "akka.remote.dot-netty.tcp.ssl.";

    private const string Certificate = Path + "certificate.";
    private const string UseThumbprint = Certificate + "use-thumbprint-over-file";

    public static bool IsNamed(Config config) =>
        config.GetBoolean(UseThumbprint) || !string.IsNullOrEmpty(config.GetString(Certificate + "path", ""));

    /// <exception cref="ConfigurationException">Names the setting and what is wrong with it.</exception>
    public static X509Certificate2 Read(Config config) => config.GetBoolean(UseThumbprint) ? FromStore(config) : FromFile(config);

    private static X509Certificate2 FromFile(Config config)
    {
        const string setting = Certificate + "path";
        var path = config.GetString(setting, "");
        if (string.IsNullOrEmpty(path))
        {
            throw new ConfigurationException($"TLS is on (akka.remote.dot-netty.tcp.enable-ssl), and {setting} is empty.");
        }

        try
        {
            var names = config.GetStringList(Certificate + "flags", []);
            var flags = names.Aggregate(X509KeyStorageFlags.DefaultKeySet, (all, name) => all | Flag(name));
            return X509CertificateLoader.LoadPkcs12FromFile(path, config.GetString(Certificate + "password", ""), flags);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{setting}: '{path}' cannot be read as a PKCS#12 file: {e.Message}", e);
        }
    }

    private static X509Certificate2 FromStore(Config config)
    {
        var thumbprint = config.GetString(Certificate + "thumbprint", "");
        if (string.IsNullOrWhiteSpace(thumbprint))
        {
            throw new ConfigurationException($"{UseThumbprint} is on, and {Certificate}thumbprint is empty.");
        }

        var validOnly = !config.GetBoolean(Path + "suppress-validation");
        using var store = new X509Store(config.GetString(Certificate + "store-name", "My")!, Location(config));
        store.Open(OpenFlags.ReadOnly);
        var found = store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly);
        return found.Count > 0
            ? found[0]
            : throw new ConfigurationException(
                $"{Certificate}thumbprint: no valid certificate {thumbprint} in {store.Location}/{store.Name}.");
    }

    private static StoreLocation Location(Config config)
    {
        const string setting = Certificate + "store-location";
        return config.GetString(setting, "current-user") switch
        {
            "current-user" => StoreLocation.CurrentUser,
            "local-machine" => StoreLocation.LocalMachine,
            var other => throw new ConfigurationException($"{setting} is '{other}'; allowed: current-user, local-machine."),
        };
    }

    private static X509KeyStorageFlags Flag(string name) => name switch
    {
        "default-flag-set" or "default-key-set" => X509KeyStorageFlags.DefaultKeySet,
        "exportable" => X509KeyStorageFlags.Exportable,
        "machine-key-set" => X509KeyStorageFlags.MachineKeySet,
        "persist-key-set" => X509KeyStorageFlags.PersistKeySet,
        "user-key-set" => X509KeyStorageFlags.UserKeySet,
        "user-protected" => X509KeyStorageFlags.UserProtected,
        _ => throw new ConfigurationException(
            $"{Certificate}flags has '{name}'; allowed: default-key-set, exportable, machine-key-set, persist-key-set, user-key-set, "
            + "user-protected."),
    };
}
