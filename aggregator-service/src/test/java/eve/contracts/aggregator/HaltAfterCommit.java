package eve.contracts.aggregator;

import eve.contracts.aggregator.store.ContractStore;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/// The application, which halts like after `kill -9` right after its first commit of a contract.
final class HaltAfterCommit {

    static final int EXIT_CODE = 137;

    private HaltAfterCommit() {}

    public static void main(String[] args) {
        AggregatorApplication.application().sources(Halting.class).run(args);
    }

    static final class Halting implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (!(bean instanceof ContractStore)) {
                return bean;
            }
            var proxy = new ProxyFactory(bean);
            proxy.setProxyTargetClass(true);
            proxy.addAdvice((MethodInterceptor) call -> {
                Object result = call.proceed();
                if (call.getMethod().getName().equals("store")) {
                    Runtime.getRuntime().halt(EXIT_CODE);
                }
                return result;
            });
            return proxy.getProxy();
        }
    }
}
