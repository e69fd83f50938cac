using Hanzo.Network.Agents;
using Hanzo.Network.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Adapters.Security;

public static class KeysRegistration
{
    /// <summary>
    /// Secures the node with the keys of the user, as <c>hanzo up</c> does: it is of the same network. What is missing is made when the
    /// host starts; what cannot be used is a <see cref="KeyStoreException"/> then. Not with Akka.NET's runtime.
    /// </summary>
    /// <param name="network">As the host's network is called.</param>
    /// <param name="nodeId">As the options say; null, as there: made from the host's name.</param>
    /// <param name="folder">Null: <see cref="NetworkStore.DefaultFolder"/>.</param>
    public static INetworkBuilder UseKeys(this INetworkBuilder builder, string network, string? nodeId = null, string? folder = null)
    {
        var id = nodeId ?? NodeIdRules.FromHostName(Environment.MachineName);
        builder.Services.AddSingleton<INodeSecurity>(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            return NodeSecurity.Open(new NetworkStore(folder ?? NetworkStore.DefaultFolder(), time).OpenOrCreate(network), id, time);
        });
        return builder;
    }
}
