namespace Hanzo.Network.Benchmarks.Processes.Roles;

internal static class Roles
{
    /// <summary>The first argument of a child process.</summary>
    public const string Command = "child";

    private static readonly Role[] All =
    [
        new SocketPeer(), new RemotePeer(), new ShardHost(), new Replica(), new Former(), new IdleNode(), new Owner(),
        new Member(), new Nuisance(), new FloodedNode(),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var role = Array.Find(All, role => role.Name == arguments[0]) ?? throw new ArgumentException($"'{arguments[0]}' is no role.");
        await role.RunAsync(new ParentLine(), arguments[1..]);
        // Its parent has gone: nothing that an actor system would do on the way out is of use any more.
        Environment.Exit(0);
        return 0;
    }
}
