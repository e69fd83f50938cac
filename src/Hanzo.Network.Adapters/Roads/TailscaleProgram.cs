using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Adapters.Roads;

/// <summary>The program <c>tailscale</c> of this machine.</summary>
/// <param name="programs">Names or paths, of which the first that is installed is asked.</param>
internal sealed class TailscaleProgram(ISystemAccess system, params string[] programs)
{
    /// <summary>On the search path, or within macOS' application.</summary>
    public static readonly string[] Usual = ["tailscale", "/Applications/Tailscale.app/Contents/MacOS/Tailscale"];

    private static readonly string[] Arguments = ["status", "--json"];

    public async Task<ProgramAnswer> AskAsync(CancellationToken cancellation)
    {
        var output = CommandOutput.NotInstalled;
        foreach (var program in programs)
            if (!output.IsInstalled) output = await system.RunAsync(program, Arguments, cancellation);
        return new ProgramAnswer(output.Text, output.Problem, output.IsInstalled);
    }
}
