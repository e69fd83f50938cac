using Hanzo.Network.Cluster.Hosting;

namespace Hanzo.Network.Node.Settings;

/// <summary>What listening beyond this machine means where nobody has to show anything, in words for the user.</summary>
internal static class Exposure
{
    public const string FlagHelp =
        "Speak in the clear with whoever reaches the port for nodes: they can join, read along and run agents. On all nodes or none.";

    public const string OfHttp =
        "whoever reaches this address can run agents and read their answers. Ask for a key by --api-key or --api-key-file, "
        + "add --http-open if you accept it without, or keep 127.0.0.1";

    /// <param name="isEncrypted">Nodes speak by TLS, and certificates of others are not verified.</param>
    public static string OfRemoting(bool isEncrypted) =>
        $"whoever reaches this address can join the network, {(isEncrypted ? "" : "read what nodes send each other ")}and run agents: "
        + (isEncrypted ? "--verify-peers is false" : RuntimeName.TlsLack ?? "nothing secures it")
        + ". Add --insecure if you accept that, or keep 127.0.0.1";

    /// <summary>For the ready line of a node that others can join without a certificate; null: they cannot.</summary>
    public static string? Remark(NodeSettings settings) => settings switch
    {
        { Tls.Verify: false } => "--verify-peers false: nodes encrypt what they send; whoever reaches the port can join and run agents.",
        { IsSecured: true } => null,
        { Insecure: false } => $"nodes on this machine are not secured, and bound to loopback: {RuntimeName.TlsLack}.",
        { ApiKeys.AreAsked: true } =>
            "--insecure: HTTP asks for a key, but nothing protects the port for nodes; whoever reaches it can join and run agents.",
        _ => "--insecure: no keys protect this node; whoever reaches its ports can join and run agents.",
    };
}
