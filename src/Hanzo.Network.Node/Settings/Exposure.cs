namespace Hanzo.Network.Node.Settings;

/// <summary>What listening beyond this machine means while there are no keys yet, in words for the user.</summary>
internal static class Exposure
{
    public const string FlagHelp =
        "Allow addresses beyond this machine without any key: whoever reaches the ports can join and run agents.";

    public const string OfRemoting =
        "whoever reaches this address can join the network, read what nodes send each other and run agents; "
        + "network keys are not available yet. Add --insecure if you accept that, or keep 127.0.0.1";

    public const string OfHttp =
        "whoever reaches this address can run agents and read their answers; API keys are not available yet. "
        + "Add --insecure if you accept that, or keep 127.0.0.1";
}
