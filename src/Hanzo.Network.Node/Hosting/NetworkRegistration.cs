using Hanzo.Network.Devices;
using Hanzo.Network.Node.Settings;

namespace Hanzo.Network.Node.Hosting;

/// <summary>Makes the settings of the command line the options of the network.</summary>
internal static class NetworkRegistration
{
    public static void Add(WebApplicationBuilder builder, NodeSettings settings, NodeInputs inputs, string nodeId, string httpUrl) =>
        throw new InvalidOperationException($"no network to register for {nodeId} of {settings.Network} with {inputs.Agents.Length} agents at {httpUrl} on {builder}");

    public static Task<DeviceCapabilities> ProbeDeviceAsync(CancellationToken cancellation) =>
        Task.FromCanceled<DeviceCapabilities>(cancellation);
}
