using Hanzo.Network.Adapters.Http;
using Hanzo.Network.Models;

namespace Hanzo.Network.Adapters.Models;

/// <summary>How models are reached by HTTP.</summary>
internal static class ModelHttp
{
    /// <summary>Bytes of one answer: a reply of the longest length in pieces of a few letters, each with what is around it.</summary>
    public const long MaxAnswerBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <summary>Has no time limit of its own. Redirections are answers like others: a key goes to no other address.</summary>
    public static HttpClient NewClient()
    {
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout, PooledConnectionLifetime = ConnectionLife, AllowAutoRedirect = false, UseCookies = false,
        };
        var bounded = new BoundedResponses(
            sockets, MaxAnswerBytes, eventBytes: null, bytes => new ModelException($"the answer has more than {bytes} bytes."));
        return new HttpClient(bounded) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
