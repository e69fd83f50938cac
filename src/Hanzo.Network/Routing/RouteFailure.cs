using Hanzo.Network.Conversations;
using Hanzo.Network.Guests;

namespace Hanzo.Network.Routing;

/// <summary>Why a router's own source has picked nobody.</summary>
internal static class RouteFailure
{
    /// <summary>The end of a sentence about who failed.</summary>
    public static string TextOf(Exception error) => error is GuestTimeoutException late
        ? $"took more than {late.Limit}"
        : $"failed with {error.GetType().Name}: {TextLimit.Cut(error.Message, RouteNote.MaxReason)}";
}
