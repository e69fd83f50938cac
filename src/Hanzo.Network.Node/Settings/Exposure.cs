namespace Hanzo.Network.Node.Settings;

/// <summary>What listening beyond this machine means without keys, in words for the user.</summary>
internal static class Exposure
{
    public const string FlagHelp =
        "Allow addresses beyond this machine without any key: whoever reaches the ports can join and run agents.";

    public const string OfRemoting =
        "whoever reaches this address can join the network, read what nodes send each other and run agents; "
        + "network keys are not available yet. Add --insecure if you accept that, or keep 127.0.0.1";

    public const string OfHttp =
        "whoever reaches this address can run agents and read their answers. Ask for a key by --api-key or --api-key-file, "
        + "add --insecure if you accept it without, or keep 127.0.0.1";

    /// <summary>For the ready line of a node with <c>--insecure</c>.</summary>
    public static string Remark(bool asksForKeys) => asksForKeys
        ? "--insecure: HTTP asks for a key, but no key protects the port for nodes; whoever reaches it can join and run agents."
        : "--insecure: no keys protect this node; whoever reaches its ports can join and run agents.";
}
