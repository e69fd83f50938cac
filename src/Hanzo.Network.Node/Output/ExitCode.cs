namespace Hanzo.Network.Node.Output;

internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int BadUsage = 2;
}
