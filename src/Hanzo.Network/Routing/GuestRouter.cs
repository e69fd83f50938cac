using Hanzo.Network.Guests;

namespace Hanzo.Network.Routing;

/// <summary>
/// Bounds a router that is not ours: when it throws, blocks, or takes more than <see cref="Limit"/>, nobody is picked, and the reason is
/// told. It keeps its name.
/// </summary>
internal sealed class GuestRouter(IRouter router, GuestCall guests) : IRouter
{
    /// <summary>Above what any of ours takes.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Name => router.Name;

    public async ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        try
        {
            return await guests.WithinAsync(
                $"router '{Name}'", Limit, token => router.RouteAsync(query, token).AsTask(), cancellation);
        }
        catch (Exception error)
        {
            cancellation.ThrowIfCancellationRequested();
            return NamedChoice.Decide(query, Name, null, "", RouteFailure.TextOf(error));
        }
    }
}
