namespace Hanzo.Network.Adapters.Models;

/// <summary>How models are reached by HTTP.</summary>
internal static class ModelHttp
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Has no time limit of its own. Redirections are answers like others: a key goes to no other address.</summary>
    public static HttpClient NewClient()
    {
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout, PooledConnectionLifetime = ConnectionLife, AllowAutoRedirect = false, UseCookies = false,
        };
        return new HttpClient(new BoundedResponses(sockets)) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
