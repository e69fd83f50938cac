using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Hosting;

/// <summary>Who a node is to others, by the settings.</summary>
/// <param name="Security">Null: it is not secured.</param>
/// <param name="Folder">Of hanzo's own keys; null: there are none.</param>
internal sealed record NodeTrust(INodeSecurity? Security, NetworkFolder? Folder)
{
    /// <summary>Whether other machines are let in here.</summary>
    public bool MayInvite => Folder is { HoldsAuthority: true };

    public static NetworkStore StoreOf(string? keysFolder) => new(keysFolder ?? NetworkStore.DefaultFolder(), TimeProvider.System);

    /// <summary>Makes the network's keys, and the node's certificate, where they are missing.</summary>
    /// <exception cref="KeyStoreException">They cannot be used; the message says which, and why.</exception>
    public static NodeTrust Open(NodeSettings settings, string nodeId)
    {
        if (!settings.IsSecured) return new NodeTrust(null, null);
        if (settings.Tls is { } files)
        {
            var given = new GivenFiles(files.Certificate, files.Key, files.Authority);
            return new NodeTrust(GivenSecurity.Open(settings.Network, given, files.Verify), null);
        }

        var folder = StoreOf(settings.KeysFolder).OpenOrCreate(settings.Network);
        return new NodeTrust(NodeSecurity.Open(folder, nodeId, TimeProvider.System), folder);
    }

    public INetworkBuilder Secure(INetworkBuilder network) => Security is null ? network : network.UseSecurity(Security);
}
