using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>What becomes of a request whose node is killed: it is not known whether it took effect.</summary>
internal static class Unanswered
{
    public static bool Is(Exception e) => e is NodeClientException { IsBadRequest: false } or IOException or HttpRequestException
        or ChildException or ObjectDisposedException;
}
