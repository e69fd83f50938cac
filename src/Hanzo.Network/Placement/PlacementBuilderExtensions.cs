using Hanzo.Network.Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Placement;

public static class PlacementBuilderExtensions
{
    /// <summary>A strategy of your own for new sessions whose request names it as its placement.</summary>
    /// <exception cref="ArgumentException">The name is not of the form of an agent's name, or built in.</exception>
    public static INetworkBuilder AddPlacement(this INetworkBuilder builder, string name, PlacementDelegate choose)
    {
        builder.Services.AddSingleton(new CustomPlacement(name, choose));
        return builder;
    }
}
