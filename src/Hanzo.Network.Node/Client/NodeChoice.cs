using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Client;

/// <param name="Node">URL or id of a node; null: one of this machine.</param>
/// <param name="Network">Null: whichever runs here, <c>default</c> first.</param>
internal sealed record NodeChoice(string? Node, string? Network, DataRoot Root)
{
    private const string DefaultNetwork = "default";

    /// <summary>Of several nodes none will do unless it is named.</summary>
    public bool ByName { get; init; }

    /// <exception cref="NodeClientException">There is none, or which one is meant cannot be told.</exception>
    public Uri Find()
    {
        if (Node is not null && Uri.TryCreate(Node, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;

        var here = new LocalNodes(Root).Find(Network);
        if (Node is not null) here = [.. here.Where(record => record.NodeId == Node)];
        if (here.Length == 0) throw new NodeClientException("no_node", NothingFound());

        var networks = here.Select(record => record.Network).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var chosen = networks.Length == 1 ? networks[0] : networks.FirstOrDefault(name => name == DefaultNetwork);
        if (chosen is null)
            throw new NodeClientException(
                "which_network", $"nodes of several networks run here ({string.Join(", ", networks)}); say which with --network.");
        var nodes = here.Where(record => record.Network == chosen).ToArray();
        if (ByName && Node is null && nodes.Length > 1)
            throw new NodeClientException(
                "which_node",
                $"several nodes run here ({string.Join(", ", nodes.Select(record => record.NodeId))}); say which with --node.",
                isBadRequest: true);
        return new Uri(nodes[0].HttpUrl);
    }

    private string NothingFound()
    {
        var what = Node is null ? "no node" : $"no node '{Node}'";
        var where = Network is null ? "" : $" of network '{Network}'";
        return $"{what}{where} runs on this machine; start one with 'hanzo up', or name another with --node http://HOST:PORT.";
    }
}
