using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Agents;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Security;

/// <param name="Problem">Why its keys cannot be used; then there is no folder to use.</param>
public sealed record StoredNetwork(string Network, NetworkFolder? Folder, string? Problem);

/// <summary>
/// The keys folder of a user: one folder for each network. A network's folder appears as a whole, so that of several processes that
/// create it at once all get the same one.
/// </summary>
/// <param name="folder">Created when the first network is.</param>
public sealed class NetworkStore(string folder, TimeProvider time)
{
    /// <summary>Before the names of folders that are being filled: no network is called so.</summary>
    private const string Unfinished = ".";

    /// <summary>More than the keys of a network take.</summary>
    private const int TrialBytes = 16 * 1024;

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>XDG_CONFIG_HOME or ~/.config on Linux, %APPDATA% on Windows, ~/Library/Application Support on macOS.</summary>
    /// <exception cref="KeyStoreException">The user has no home folder.</exception>
    public static string DefaultFolder()
    {
        var place = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return place.Length > 0
            ? Path.Combine(place, "hanzo", "networks")
            : throw new KeyStoreException("this user has no folder for settings (HOME is not set); say with --keys where keys are kept.");
    }

    /// <summary>By name; those that cannot be used say why.</summary>
    /// <exception cref="KeyStoreException">The folder cannot be read.</exception>
    public ImmutableArray<StoredNetwork> List() => KeyFiles.Guard(Folder, "cannot be read", () =>
    {
        if (!Directory.Exists(Folder)) return ImmutableArray<StoredNetwork>.Empty;
        var names = Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)!);
        return [.. names.Where(name => AgentName.TryParse(name, out _)).Order(StringComparer.Ordinal).Select(Look)];
    });

    /// <returns>Null: there is no such network here.</returns>
    /// <exception cref="KeyStoreException">It is there and cannot be used.</exception>
    public NetworkFolder? Find(string network) =>
        Directory.Exists(FolderOf(network)) ? NetworkFolder.Open(FolderOf(network), network, time) : null;

    /// <exception cref="KeyStoreException">It is there and cannot be used, or cannot be created.</exception>
    public NetworkFolder OpenOrCreate(string network) => Find(network) ?? Create(network).Folder;

    /// <summary>Makes the network with its authority, unless it is here.</summary>
    /// <exception cref="KeyStoreException">It is there and cannot be used, or cannot be created.</exception>
    public (NetworkFolder Folder, bool IsNew) Create(string network)
    {
        if (Find(network) is { } known) return (known, false);
        var id = new SystemIds(time).NewUlid();
        var keys = new NetworkKeys(network, id, [.. RandomNumberGenerator.GetBytes(NetworkKeys.BeaconKeyBytes)]);
        using var root = CertificateAuthority.Create(network, id, time.GetUtcNow());
        return Add(new NetworkFile(keys, []), root);
    }

    /// <summary>Tries whether keys can be kept, before somebody gives any: an invite counts once.</summary>
    /// <exception cref="KeyStoreException">They cannot.</exception>
    public void RequireWritable()
    {
        KeyFiles.CreateFolder(Folder);
        var trial = Path.Combine(Folder, $"{Unfinished}trial.{Path.GetRandomFileName()}");
        KeyFiles.Write(trial, new byte[TrialBytes]);
        File.Delete(trial);
    }

    /// <summary>Keeps what a node was given that was invited: keys, authority and its own certificate.</summary>
    /// <param name="certificate">With its key.</param>
    /// <exception cref="KeyStoreException">Another network of this name is here, or files cannot be written.</exception>
    public NetworkFolder Join(NetworkFile file, X509Certificate2 root, string nodeId, X509Certificate2 certificate)
    {
        var (folder, isNew) = Find(file.Keys.Network) is { } known ? (known, false) : Add(file, root);
        if (folder.Keys.NetworkId != file.Keys.NetworkId)
            throw new KeyStoreException(
                $"{folder.Path} holds the keys of another network '{file.Keys.Network}', which was made on this or another machine; "
                + "move that folder away first, or use another --keys folder.");
        folder.WriteNode(nodeId, certificate);
        if (!isNew && !folder.HoldsAuthority) folder.WriteAuthority(file.Authority);
        return folder;
    }

    /// <summary>Moves the keys of a network out of the way of another one of that name; nothing is lost.</summary>
    /// <returns>Where they are now.</returns>
    /// <exception cref="KeyStoreException">They cannot be moved.</exception>
    public string SetAside(string network)
    {
        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture);
        var aside = Path.Combine(Folder, $"{network}.set-aside-{stamp}");
        return KeyFiles.Guard(aside, "cannot be created", () =>
        {
            Directory.Move(FolderOf(network), aside);
            return aside;
        });
    }

    private (NetworkFolder Folder, bool IsNew) Add(NetworkFile file, X509Certificate2 root)
    {
        var network = file.Keys.Network;
        if (!AgentName.TryParse(network, out _))
            throw new KeyStoreException($"'{network}' is no name of a network; it must match {AgentName.AllowedForm}.");
        KeyFiles.CreateFolder(Folder);
        var unfinished = Path.Combine(Folder, $"{Unfinished}{network}.{Path.GetRandomFileName()}");
        KeyFiles.CreateFolder(unfinished);
        try
        {
            NetworkFolder.Fill(unfinished, file, root);
            var isFirst = TryMove(unfinished, FolderOf(network));
            return (NetworkFolder.Open(FolderOf(network), network, time), isFirst);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>A folder that has something in it is replaced by none.</summary>
    /// <returns>False: somebody else was faster.</returns>
    private static bool TryMove(string from, string to) => KeyFiles.Guard(to, "cannot be created", () =>
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException) when (Directory.Exists(to))
        {
            return false;
        }
    });

    private StoredNetwork Look(string network)
    {
        try
        {
            return new StoredNetwork(network, NetworkFolder.Open(FolderOf(network), network, time), null);
        }
        catch (KeyStoreException e)
        {
            return new StoredNetwork(network, null, e.Message);
        }
    }

    private string FolderOf(string network) => Path.Combine(Folder, network);
}
